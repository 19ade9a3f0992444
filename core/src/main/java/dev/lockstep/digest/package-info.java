/** Digests of content, and the memory to make them in; shared by the stages that read content. */
package dev.lockstep.digest;
