/**
 * The simulated network and clock: loss, bursts, reordering, duplication, rate, queue, MTU, NAT kinds; seeds;
 * invariants.
 */
@NullMarked
package dev.plumb.testkit;

import org.jspecify.annotations.NullMarked;
