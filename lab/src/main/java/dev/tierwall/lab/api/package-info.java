/** What the API of the cluster does, verb by verb, apart from how requests arrive. */
@NullMarked
package dev.tierwall.lab.api;

import org.jspecify.annotations.NullMarked;
