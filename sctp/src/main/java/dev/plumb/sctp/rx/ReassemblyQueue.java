package dev.plumb.sctp.rx;

import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.sctp.packet.UserData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queue that assembles messages from fragments and delivers them in their streams' order.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.6 RFC 9260 6.6, Ordered and Unordered Delivery
 */
public final class ReassemblyQueue {
    private final boolean interleaved;
    private final FragmentAssembler assembler;
    private final Map<Integer, IncomingStream> streams = new HashMap<>();
    private final Consumer<IncomingMessage> above;
    private final Consumer<IncomingMessage> release = this::released;
    private final Consumer<IncomingMessage> deliverHeld = this::deliverHeld;
    private long heldBytes;
    private int heldMessages;

    public ReassemblyQueue(boolean interleaved, Consumer<IncomingMessage> above) {
        this.interleaved = interleaved;
        this.assembler = interleaved ? new MessageAssembler() : new TsnAssembler();
        this.above = above;
    }

    /** Returns the number of payload bytes that wait here for fragments or for order. */
    public long bytes() {
        return assembler.bytes() + heldBytes;
    }

    /** Returns the number of waiting chunks and messages. */
    public int count() {
        return assembler.count() + heldMessages;
    }

    /** Adds a chunk that had not arrived before. */
    public void add(long tsn, UserData chunk) {
        IncomingMessage message = chunk.begin() && chunk.end() ? IncomingMessage.of(chunk) : assembler.add(tsn, chunk);
        if (message == null) {
            return;
        }
        if (message.unordered()) {
            above.accept(message);
            return;
        }
        hold(message);
        if (!stream(message.streamId()).add(message, deliverHeld)) {
            released(message);
        }
    }

    /** Skips messages that the peer gave up. */
    public void forward(long tsn, List<SkippedStream> skipped) {
        assembler.discard(tsn, skipped);
        for (SkippedStream s : skipped) {
            if (!s.unordered()) {
                stream(s.streamId()).skipThrough(s.messageNumber(), deliverHeld);
            }
        }
    }

    /** Resets streams of the peer; an empty list means all. */
    public void resetStreams(List<Integer> streamIds) {
        if (streamIds.isEmpty()) {
            streams.values().forEach(stream -> stream.reset(release));
            streams.clear(); // so that asking for it again costs nothing
            assembler.resetAll();
            return;
        }
        for (int id : streamIds) {
            assembler.reset(id);
            IncomingStream stream = find(id);
            if (stream != null) {
                stream.reset(release);
            }
        }
    }

    private IncomingStream stream(int id) {
        return streams.computeIfAbsent(id, any -> new IncomingStream(interleaved));
    }

    private @Nullable IncomingStream find(int id) {
        return streams.get(id);
    }

    private void hold(IncomingMessage message) {
        heldBytes += message.payload().length;
        heldMessages++;
    }

    private void released(IncomingMessage message) {
        heldBytes -= message.payload().length;
        heldMessages--;
    }

    private void deliverHeld(IncomingMessage message) {
        released(message);
        above.accept(message);
    }
}
