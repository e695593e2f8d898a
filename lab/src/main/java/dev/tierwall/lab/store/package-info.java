/** The objects of the cluster, each as a tree, with their versions, and those who watch them change. */
@NullMarked
package dev.tierwall.lab.store;

import org.jspecify.annotations.NullMarked;
