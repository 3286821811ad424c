package dev.plumb.transport.sctp;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragments of messages together. The fragments of a message bear TSNs in a row, so fragments are kept in runs of such;
 * I-DATA, whose fragments interleave, would be put together by another class like this.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.9 RFC 9260 6.9, Fragmentation and Reassembly
 */
final class FragmentAssembler {
    private final TreeMap<Long, Run> runs = new TreeMap<>();
    private long bytes;
    private int count;

    /** Payload bytes held. */
    long bytes() {
        return bytes;
    }

    /** Fragments held. */
    int count() {
        return count;
    }

    /** Adds a fragment; gives the message that it makes whole, or null. */
    @Nullable
    IncomingMessage add(long tsn, DataChunk chunk) {
        bytes += chunk.length();
        count++;
        Run run = extend(tsn, chunk);
        Run next = runs.get(tsn + 1);
        if (next != null && continues(run.chunks.getLast(), next.chunks.getFirst())) {
            run = merge(run, next);
        }
        if (!run.chunks.getFirst().begin() || !run.chunks.getLast().end()) {
            return null;
        }
        remove(run);
        return run.toMessage();
    }

    private Run extend(long tsn, DataChunk chunk) {
        Map.Entry<Long, Run> before = runs.lowerEntry(tsn);
        if (before != null) {
            Run run = before.getValue();
            if (run.lastTsn() == tsn - 1 && continues(run.chunks.getLast(), chunk)) {
                run.chunks.addLast(chunk);
                run.bytes += chunk.length();
                return run;
            }
        }
        Run run = new Run(tsn);
        run.chunks.addLast(chunk);
        run.bytes = chunk.length();
        runs.put(tsn, run);
        return run;
    }

    /** Moves the shorter run into the longer, so that no order of arrival costs more than n log n. */
    private Run merge(Run left, Run right) {
        runs.remove(right.firstTsn);
        if (left.chunks.size() >= right.chunks.size()) {
            left.chunks.addAll(right.chunks);
            left.bytes += right.bytes;
            return left;
        }
        runs.remove(left.firstTsn);
        while (!left.chunks.isEmpty()) {
            right.chunks.addFirst(left.chunks.removeLast());
        }
        right.bytes += left.bytes;
        right.firstTsn = left.firstTsn;
        runs.put(right.firstTsn, right);
        return right;
    }

    private static boolean continues(DataChunk a, DataChunk b) {
        return !a.end()
                && !b.begin()
                && a.streamId() == b.streamId()
                && a.unordered() == b.unordered()
                && (a.unordered() || a.ssn() == b.ssn());
    }

    /** Drops runs that begin at or before {@code tsn}: what they miss does not come any more. */
    void discardThrough(long tsn) {
        NavigableMap<Long, Run> old = runs.headMap(tsn, true);
        for (Run run : old.values()) {
            bytes -= run.bytes;
            count -= run.chunks.size();
        }
        old.clear();
    }

    private void remove(Run run) {
        runs.remove(run.firstTsn);
        bytes -= run.bytes;
        count -= run.chunks.size();
    }

    /** Fragments with TSNs in a row, of one message. */
    private static final class Run {
        final ArrayDeque<DataChunk> chunks = new ArrayDeque<>(4);
        long firstTsn;
        int bytes;

        Run(long firstTsn) {
            this.firstTsn = firstTsn;
        }

        long lastTsn() {
            return firstTsn + chunks.size() - 1;
        }

        IncomingMessage toMessage() {
            byte[] payload = new byte[bytes];
            int at = 0;
            for (DataChunk chunk : chunks) {
                System.arraycopy(chunk.array(), chunk.offset(), payload, at, chunk.length());
                at += chunk.length();
            }
            DataChunk first = chunks.getFirst();
            return new IncomingMessage(first.streamId(), first.ssn(), first.unordered(), first.ppid(), payload);
        }
    }
}
