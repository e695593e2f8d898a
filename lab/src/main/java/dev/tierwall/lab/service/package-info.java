/** Services: how each node sends what goes to a Service to one of the pods behind it. */
@NullMarked
package dev.tierwall.lab.service;

import org.jspecify.annotations.NullMarked;
