package dev.lockstep.cli;

import dev.lockstep.api.Check;
import dev.lockstep.api.Durability;
import dev.lockstep.api.Repair;
import dev.lockstep.model.Part;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The words of {@code verify}, understood.
 *
 * @param source as given
 * @param replica as given
 * @param logFile as given: what a mirror writes, and is not compared
 * @param rotation how a mirror puts that file aside
 * @param stateDirectory as given
 * @param check whose digests are compared, with each other and with those proven
 * @param usesIndex whether what was proven counts
 * @param jobs how many workers; empty: as many as suit the disks
 * @param leftAlone what is not compared
 * @param oneFileSystem whether to stay on the roots' file systems
 * @param durability how what is repaired comes to the disk
 * @param repair what may be repaired
 * @param filter what is no part of the mirror
 * @param json whether programs are told, not people
 * @param loudness what the console hears
 * @param progress whether it is shown
 */
record VerifyArguments(
    Path source,
    Path replica,
    Optional<Path> logFile,
    LogRotation rotation,
    Optional<Path> stateDirectory,
    Check check,
    boolean usesIndex,
    OptionalInt jobs,
    Set<Part> leftAlone,
    boolean oneFileSystem,
    Durability durability,
    Repair repair,
    FilterWords filter,
    boolean json,
    Loudness loudness,
    ProgressWish progress) {}
