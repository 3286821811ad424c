package dev.plumb.transport.sctp;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragments of I-DATA together. Fragments bear the number of their message and their own in it, so that those of several streams
 * may come between each other.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8260#section-2.2.3 RFC 8260 2.2.3, Receiver-Side Considerations
 */
final class MessageAssembler implements FragmentAssembler {
    private final Map<Key, Partial> partials = new HashMap<>();
    private long bytes;
    private int count;

    /** Which message: ordered and unordered ones of a stream are numbered apart. */
    private record Key(int streamId, boolean unordered, long messageNumber) {}

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
        Key key = new Key(fragment.streamId(), fragment.unordered(), fragment.messageNumber());
        Partial partial = partials.computeIfAbsent(key, any -> new Partial());
        if (!partial.add((IDataChunk) fragment)) {
            return null; // a second of that number, or one without a beginning
        }
        bytes += fragment.length();
        count++;
        if (!partial.isWhole()) {
            return null;
        }
        remove(key, partial);
        return FragmentAssembler.join(partial.inOrder, partial.inOrderBytes);
    }

    @Override
    public void discard(long tsn, List<SkippedStream> skipped) {
        for (SkippedStream s : skipped) {
            List<Key> given = partials.keySet().stream()
                    .filter(key -> key.streamId == s.streamId()
                            && key.unordered == s.unordered()
                            && (int) (key.messageNumber - s.messageNumber()) <= 0)
                    .toList();
            for (Key key : given) {
                Partial partial = partials.get(key);
                if (partial != null) {
                    remove(key, partial);
                }
            }
        }
    }

    private void remove(Key key, Partial partial) {
        partials.remove(key);
        bytes -= partial.bytes();
        count -= partial.inOrder.size() + partial.early.size();
    }

    /** The fragments of one message that have arrived. */
    private static final class Partial {
        /** From the first on, none missing. */
        final ArrayDeque<UserData> inOrder = new ArrayDeque<>(4);

        final TreeMap<Long, IDataChunk> early = new TreeMap<>();
        int inOrderBytes;
        int earlyBytes;

        /** Takes one in; false where it is of no use. */
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

        boolean isWhole() {
            return !inOrder.isEmpty() && inOrder.getLast().end();
        }
    }
}
