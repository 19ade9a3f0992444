package dev.lockstep.engine;

/**
 * What the tasks of one march share.
 *
 * @param run what all stages of the run share
 * @param pairs deals with pairs
 * @param heldBack takes what is to wait until the march is over
 * @param group takes the files that are to wait for a flush
 * @param handles has the open folders
 * @param borders which folders are not entered
 * @param settling settles folders whose last child is done
 * @param checkpoints has kept in time what was proven
 */
record March(
    RunParts run,
    Pairs pairs,
    HeldBack heldBack,
    CommitGroup group,
    Handles handles,
    Borders borders,
    Settling settling,
    Checkpoints checkpoints) {}
