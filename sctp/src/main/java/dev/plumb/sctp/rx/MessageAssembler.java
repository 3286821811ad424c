package dev.plumb.sctp.rx;

import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.sctp.packet.UserData;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An assembler of I-DATA fragments. Fragments have the number of their message and their own in it, so that those of
 * several streams may be interleaved.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8260#section-2.2.3 RFC 8260 2.2.3, Receiver-Side Considerations
 */
public final class MessageAssembler implements FragmentAssembler {
    /** The numberings by stream and kind, since ordered and unordered messages of a stream are numbered separately. */
    private final Map<Integer, Numbering> numberings = new HashMap<>();

    private long bytes;
    private int count;

    /** The messages of one numbering of which something has arrived, by their numbers, which do not wrap here. */
    private static final class Numbering {
        final TreeMap<Long, Partial> partials = new TreeMap<>();
        long newest;
        /** The peer gave up all up to here: what comes late of them is not kept. */
        long skippedNumber = -1;

        long unwrap(long wireNumber) {
            long number = Serial.unwrap32(newest, wireNumber);
            newest = Math.max(newest, number);
            return number;
        }
    }

    private static int key(int streamId, boolean unordered) {
        return streamId << 1 | (unordered ? 1 : 0);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public @Nullable IncomingMessage add(long tsn, UserData fragment) {
        int key = key(fragment.streamId(), fragment.unordered());
        Numbering numbering = numberings.computeIfAbsent(key, any -> new Numbering());
        long number = numbering.unwrap(fragment.messageNumber());
        if (number <= numbering.skippedNumber) {
            return null;
        }
        Partial partial = numbering.partials.computeIfAbsent(number, any -> new Partial());
        if (!partial.add((IDataChunk) fragment)) {
            if (partial.isEmpty()) {
                numbering.partials.remove(number);
            }
            return null; // a second of that number, or one without a beginning
        }
        bytes += fragment.length();
        count++;
        if (!partial.isWhole()) {
            return null;
        }
        numbering.partials.remove(number);
        forget(partial);
        return FragmentAssembler.join(partial.inOrder, partial.inOrderBytes);
    }

    @Override
    public void discard(long tsn, List<SkippedStream> skipped) {
        for (SkippedStream s : skipped) {
            Numbering numbering = numberings.computeIfAbsent(key(s.streamId(), s.unordered()), any -> new Numbering());
            numbering.skippedNumber = Math.max(numbering.skippedNumber, numbering.unwrap(s.messageNumber()));
            NavigableMap<Long, Partial> given = numbering.partials.headMap(numbering.skippedNumber, true);
            given.values().forEach(this::forget);
            given.clear();
        }
    }

    @Override
    public void reset(int streamId) {
        for (boolean unordered : new boolean[] {false, true}) {
            Numbering numbering = numberings.remove(key(streamId, unordered));
            if (numbering != null) {
                numbering.partials.values().forEach(this::forget);
            }
        }
    }

    @Override
    public void resetAll() {
        numberings.clear();
        bytes = 0;
        count = 0;
    }

    private void forget(Partial partial) {
        bytes -= partial.bytes();
        count -= partial.inOrder.size() + partial.early.size();
    }

    /** The fragments of one message that have arrived. */
    private static final class Partial {
        /** The fragments from the first on, with none missing. */
        final ArrayDeque<UserData> inOrder = new ArrayDeque<>(4);

        final TreeMap<Long, IDataChunk> early = new TreeMap<>();
        int inOrderBytes;
        int earlyBytes;

        /** Adds a fragment, and returns false if it is of no use. */
        boolean add(IDataChunk fragment) {
            long number = fragment.fragmentNumber();
            if (number < inOrder.size() || early.containsKey(number) || (number == 0 && !fragment.begin())) {
                return false;
            }
            if (number > inOrder.size()) {
                early.put(number, fragment);
                earlyBytes += fragment.length();
                return true;
            }
            append(fragment);
            while (!early.isEmpty() && early.firstKey() == inOrder.size()) {
                IDataChunk next = early.pollFirstEntry().getValue();
                earlyBytes -= next.length();
                append(next);
            }
            return true;
        }

        private void append(IDataChunk fragment) {
            inOrder.addLast(fragment);
            inOrderBytes += fragment.length();
        }

        int bytes() {
            return inOrderBytes + earlyBytes;
        }

        boolean isEmpty() {
            return inOrder.isEmpty() && early.isEmpty();
        }

        boolean isWhole() {
            return !inOrder.isEmpty() && inOrder.getLast().end();
        }
    }
}
