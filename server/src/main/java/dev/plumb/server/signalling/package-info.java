/** Calls from the page: JSON over a WebSocket, and an agent that gives back what it gets. */
@NullMarked
package dev.plumb.server.signalling;

import org.jspecify.annotations.NullMarked;
