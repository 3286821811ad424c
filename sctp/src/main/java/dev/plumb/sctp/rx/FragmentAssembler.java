package dev.plumb.sctp.rx;

import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.sctp.packet.UserData;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An assembler of messages from fragments: {@link TsnAssembler} for those of DATA, {@link MessageAssembler} for those
 * of I-DATA.
 */
public interface FragmentAssembler {
    /** Returns the number of payload bytes held. */
    long bytes();

    /** Fragments held. */
    int count();

    /** Adds a fragment that had not arrived before; gives the message that it makes whole, or null. */
    @Nullable
    IncomingMessage add(long tsn, UserData fragment);

    /** Drops what the peer has given up: fragments up to {@code tsn}, or the messages of {@code skipped}. */
    void discard(long tsn, List<SkippedStream> skipped);

    /** Resets a stream, whose messages are numbered from 0 again. */
    void reset(int streamId);

    /** Resets all streams. */
    void resetAll();

    /** Returns the message of these fragments, which are complete and in order. */
    static IncomingMessage join(ArrayDeque<UserData> fragments, int bytes) {
        byte[] payload = new byte[bytes];
        int at = 0;
        for (UserData fragment : fragments) {
            System.arraycopy(fragment.array(), fragment.offset(), payload, at, fragment.length());
            at += fragment.length();
        }
        UserData first = fragments.getFirst();
        return new IncomingMessage(first.streamId(), first.messageNumber(), first.unordered(), first.ppid(), payload);
    }
}
