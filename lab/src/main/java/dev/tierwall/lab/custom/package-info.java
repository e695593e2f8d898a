/** Custom resources: what a CustomResourceDefinition makes of them, and the definitions that every lab has. */
@NullMarked
package dev.tierwall.lab.custom;

import org.jspecify.annotations.NullMarked;
