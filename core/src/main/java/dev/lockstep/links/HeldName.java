package dev.lockstep.links;

import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;

/**
 * A name that the march holds back.
 *
 * @param path where it is
 * @param folder which folder of the source holds it
 * @param source what the source has of that name
 * @param replica what the replica has; unknown for nothing
 * @param likeness how alike the two are
 */
public record HeldName(
    RelativePath path, FileId folder, Stamp source, FileId replica, Likeness likeness) {}
