package dev.plumb.sctp.rx;

import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.sctp.packet.UserData;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An assembler of DATA fragments. The fragments of a message have consecutive TSNs, so fragments are kept in
 * consecutive runs.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-6.9 RFC 9260 6.9, Fragmentation and Reassembly
 */
public final class TsnAssembler implements FragmentAssembler {
    private final TreeMap<Long, Run> runs = new TreeMap<>();
    /** Messages up to here do not come any more; what goes on one of them behind it is of no use either. */
    private long discardedTsn = Long.MIN_VALUE;

    private long bytes;
    private int count;

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public @Nullable IncomingMessage add(long tsn, UserData chunk) {
        if (tsn == discardedTsn + 1 && !chunk.begin()) {
            discardedTsn = tsn;
            discardRest();
            return null;
        }
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
        return FragmentAssembler.join(run.chunks, run.bytes);
    }

    private Run extend(long tsn, UserData chunk) {
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

    private static boolean continues(UserData a, UserData b) {
        return !a.end()
                && !b.begin()
                && a.streamId() == b.streamId()
                && a.unordered() == b.unordered()
                && (a.unordered() || a.messageNumber() == b.messageNumber());
    }

    /** Drops runs that begin at or before {@code tsn}: what they miss does not come any more. */
    @Override
    public void discard(long tsn, List<SkippedStream> skipped) {
        NavigableMap<Long, Run> old = runs.headMap(tsn, true);
        discardedTsn = Math.max(discardedTsn, tsn);
        for (Run run : old.values()) {
            bytes -= run.bytes;
            count -= run.chunks.size();
            discardedTsn = Math.max(discardedTsn, run.lastTsn());
        }
        old.clear();
        discardRest();
    }

    /** Drops a run that goes on where what was discarded ends. */
    private void discardRest() {
        for (Run next = runs.get(discardedTsn + 1); next != null; next = runs.get(discardedTsn + 1)) {
            if (next.chunks.getFirst().begin()) {
                return;
            }
            discardedTsn = next.lastTsn();
            remove(next);
        }
    }

    /** Fragments are told apart by their TSNs, which go on. */
    @Override
    public void reset(int streamId) {}

    @Override
    public void resetAll() {}

    private void remove(Run run) {
        runs.remove(run.firstTsn);
        bytes -= run.bytes;
        count -= run.chunks.size();
    }

    /** Fragments with TSNs in a row, of one message. */
    private static final class Run {
        final ArrayDeque<UserData> chunks = new ArrayDeque<>(4);
        long firstTsn;
        int bytes;

        Run(long firstTsn) {
            this.firstTsn = firstTsn;
        }

        long lastTsn() {
            return firstTsn + chunks.size() - 1;
        }
    }
}
