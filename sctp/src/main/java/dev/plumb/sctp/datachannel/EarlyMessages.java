package dev.plumb.sctp.datachannel;

import dev.plumb.sctp.SctpEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Messages on streams that have no channel yet: kept, within bounds, until they have. */
final class EarlyMessages {
    private static final int MESSAGES_AT_MOST = 256;
    private static final int BYTES_AT_MOST = 1024 * 1024;

    private final List<SctpEvent.MessageReceived> messages = new ArrayList<>();
    private long bytes;

    /** Keeps a message; false where there is no room. */
    boolean add(SctpEvent.MessageReceived message) {
        if (messages.size() >= MESSAGES_AT_MOST || bytes + message.payload().length > BYTES_AT_MOST) {
            return false;
        }
        messages.add(message);
        bytes += message.payload().length;
        return true;
    }

    /** Removes and returns the messages of a stream. */
    List<SctpEvent.MessageReceived> take(int streamId) {
        List<SctpEvent.MessageReceived> taken = new ArrayList<>();
        Iterator<SctpEvent.MessageReceived> all = messages.iterator();
        while (all.hasNext()) {
            SctpEvent.MessageReceived message = all.next();
            if (message.streamId() == streamId) {
                all.remove();
                taken.add(message);
                bytes -= message.payload().length;
            }
        }
        return taken;
    }

    void clear() {
        messages.clear();
        bytes = 0;
    }
}
