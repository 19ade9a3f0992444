/** Rules about which paths belong to the mirror. */
package dev.lockstep.filter;
