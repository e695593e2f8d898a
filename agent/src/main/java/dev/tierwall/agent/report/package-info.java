/** What the agent says of itself: health, metrics, status. */
@NullMarked
package dev.tierwall.agent.report;

import org.jspecify.annotations.NullMarked;
