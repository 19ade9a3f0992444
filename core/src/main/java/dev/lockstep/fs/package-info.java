/**
 * What a backend offers: trees reached through open folders and single names.
 *
 * <p>A source is reachable only through {@link SourceTree}, {@link SourceDirectory} and {@link
 * ReadableFile}, none of which can write. A replica is changed only through {@link
 * ReplicaDirectory}: what is new is <em>staged</em> where nobody takes it for the real thing and
 * <em>commits</em> under its final name, be it by a rename or by finishing an upload. No operation
 * follows a symbolic link.
 *
 * <p>Trouble with one entry is an {@link java.io.IOException}, a {@link
 * java.nio.file.FileSystemException} with its reason where the system gave one; expected absence is
 * a value.
 */
package dev.lockstep.fs;
