package dev.lockstep.api;

/**
 * What a filter decides on a path.
 *
 * @param isExcluded whether it is no part of the mirror
 * @param why which rule says so, as a clause that begins with {@code excluded} or {@code included}
 */
public record FilterAnswer(boolean isExcluded, String why) {}
