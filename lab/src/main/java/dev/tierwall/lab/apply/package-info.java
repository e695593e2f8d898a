/**
 * Server-side apply: who owns which fields of an object, and how a configuration that somebody applies is merged into it. The
 * sets of fields are kept in {@code metadata.managedFields}, in the form that clients know.
 */
@NullMarked
package dev.tierwall.lab.apply;

import org.jspecify.annotations.NullMarked;
