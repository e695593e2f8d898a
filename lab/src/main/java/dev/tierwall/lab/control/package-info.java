/** The controllers: each makes the cluster, bit by bit, what the objects of one kind want it to be. */
@NullMarked
package dev.tierwall.lab.control;

import org.jspecify.annotations.NullMarked;
