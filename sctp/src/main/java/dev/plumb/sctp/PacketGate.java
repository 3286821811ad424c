package dev.plumb.sctp;

import dev.plumb.sctp.packet.AbortChunk;
import dev.plumb.sctp.packet.CookieAckChunk;
import dev.plumb.sctp.packet.CookieEchoChunk;
import dev.plumb.sctp.packet.ErrorCause;
import dev.plumb.sctp.packet.ErrorChunk;
import dev.plumb.sctp.packet.InitAckChunk;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.ShutdownAckChunk;
import dev.plumb.sctp.packet.ShutdownCompleteChunk;
import java.util.List;

/**
 * Lets in only the packets that bear the right verification tag, and answers those of no association.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-8.5 RFC 9260 8.5, Verification Tag
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-8.4 RFC 9260 8.4, Handle "Out of the Blue" (OOTB) Packets
 */
final class PacketGate {
    private final SctpContext context;
    private final SctpHandshake handshake;

    PacketGate(SctpContext context, SctpHandshake handshake) {
        this.context = context;
        this.handshake = handshake;
    }

    /** Returns whether a packet's chunks are to be processed. */
    boolean admits(SctpPacket packet) {
        if (packet.sourcePort() != context.writer.remotePort()
                || packet.destinationPort() != context.config.localPort()) {
            context.counters.packetsWrongTag++;
            return false;
        }
        if (packet.find(InitChunk.class) != null) {
            return admitsInit(packet);
        }
        if (packet.chunks().size() > 1
                && (packet.find(InitAckChunk.class) != null || packet.find(ShutdownCompleteChunk.class) != null)) {
            context.counters.protocolErrors++; // RFC 9260 6.10: each is to come alone
            return false;
        }
        if (packet.beginsWith(CookieEchoChunk.class)) {
            return true; // the cookie says which tag is right
        }
        if (isConnecting() && packet.find(ShutdownAckChunk.class) != null) {
            answerOutOfTheBlue(packet); // of an association before this one
            return false;
        }
        Long expected = handshake.expectedTag();
        if (expected == null) {
            answerOutOfTheBlue(packet);
            return false;
        }
        if (isReflected(packet)
                ? packet.verificationTag() == context.writer.peerTag()
                : packet.verificationTag() == expected) {
            return true;
        }
        context.counters.packetsWrongTag++;
        return false;
    }

    private boolean isConnecting() {
        return context.state instanceof SctpState.CookieWait || context.state instanceof SctpState.CookieEchoed;
    }

    private boolean admitsInit(SctpPacket packet) {
        if (packet.verificationTag() != 0 || packet.chunks().size() != 1) {
            context.counters.packetsWrongTag++;
            return false;
        }
        if (context.isClosed()) {
            answerOutOfTheBlue(packet);
            return false;
        }
        return true;
    }

    /** Returns whether the T bit says that the tag is the one we send with. */
    private static boolean isReflected(SctpPacket packet) {
        AbortChunk abort = packet.find(AbortChunk.class);
        if (abort != null) {
            return abort.reflectedTag();
        }
        ShutdownCompleteChunk complete = packet.find(ShutdownCompleteChunk.class);
        return complete != null && complete.reflectedTag();
    }

    private void answerOutOfTheBlue(SctpPacket packet) {
        context.counters.packetsOutOfTheBlue++;
        if (packet.find(AbortChunk.class) != null || packet.find(ShutdownCompleteChunk.class) != null) {
            return;
        }
        if (packet.find(CookieAckChunk.class) != null || isStaleCookieError(packet)) {
            return;
        }
        InitChunk init = packet.find(InitChunk.class);
        if (init != null) {
            context.writer.sendAlone(init.fields().initiateTag(), new AbortChunk(false, List.of()));
        } else if (packet.find(ShutdownAckChunk.class) != null) {
            context.writer.sendAlone(packet.verificationTag(), new ShutdownCompleteChunk(true));
        } else {
            context.writer.sendAlone(packet.verificationTag(), new AbortChunk(true, List.of()));
        }
    }

    private static boolean isStaleCookieError(SctpPacket packet) {
        ErrorChunk error = packet.find(ErrorChunk.class);
        return error != null && error.causes().stream().anyMatch(c -> c.code() == ErrorCause.STALE_COOKIE);
    }
}
