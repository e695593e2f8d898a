/**
 * What the kinds of the lab are made of: fields with their types, numbers and keys. The built-in kinds come from a table in the
 * jar, those of a CustomResourceDefinition from its schema; all that reads, writes, merges or shows objects walks these types.
 */
@NullMarked
package dev.tierwall.lab.schema;

import org.jspecify.annotations.NullMarked;
