package dev.plumb.server.signalling;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The way back to a page. Safe on any thread, and never blocks. */
interface SignallingChannel {
    /** Sends a message; one that cannot be sent is lost, since the call ends with the channel. */
    void send(ObjectNode message);

    /** Closes the channel after all sent messages. Closing twice does nothing. */
    void close(String reason);
}
