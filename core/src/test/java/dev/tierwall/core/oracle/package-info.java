/**
 * A second, naive answer to "is this connection allowed?", written from the Kubernetes API reference and SEMANTICS.md
 * alone. It shares only the facts and the value types with the engine, and nothing that the engine computes with them.
 */
@NullMarked
package dev.tierwall.core.oracle;

import org.jspecify.annotations.NullMarked;
