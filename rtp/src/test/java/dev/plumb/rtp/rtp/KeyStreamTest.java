package dev.plumb.rtp.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.rtp.rtcp.Nack;
import dev.plumb.rtp.srtp.SrtpSendException;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that no sequence of calls makes one key stream protect two different packets. */
class KeyStreamTest {
    private static final SrtpProfile PROFILE = SrtpProfile.AEAD_AES_128_GCM;
    private static final int CALLS = 1500;

    /** Two sessions between which streams move to and fro, and everything they sent under each key. */
    private static final class Run {
        final Random random;
        final PacketPool pool = new PacketPool();
        final List<RtpSession> sessions = new ArrayList<>();
        final List<Map<Long, Sources>> sent = new ArrayList<>();
        final int[] keysUsed = new int[2];
        final List<List<RtpSendStream>> streams = List.of(new ArrayList<>(), new ArrayList<>());
        final List<byte[]> wires = new ArrayList<>();
        long now = 1_000_000_000L;
        int refused;

        Run(long seed) {
            random = new Random(seed);
            for (int i = 0; i < 2; i++) {
                int which = i;
                sent.add(new HashMap<>());
                sessions.add(new RtpSession(
                        RtpSessionConfig.of("c"),
                        owned -> {
                            note(which, owned.toByteArray());
                            owned.release();
                        },
                        pool,
                        new Random(seed + i),
                        SimClock::wallNanosAt));
            }
        }

        /**
         * The datagrams sent from an SSRC with the current key, by the index that a receiver of all of them would
         * guess.
         */
        static final class Sources {
            final Map<Long, byte[]> byIndex = new HashMap<>();
            long highest = -1;

            long index(int sequence) {
                if (highest < 0) {
                    return sequence;
                }
                long turn = highest >>> 16;
                long best = sequence;
                for (long t = Math.max(0, turn - 1); t <= turn + 1; t++) {
                    long candidate = t << 16 | sequence;
                    best = Math.abs(candidate - highest) < Math.abs(best - highest) ? candidate : best;
                }
                return best;
            }
        }

        void note(int which, byte[] wire) {
            boolean rtcp = (wire[1] & 0x7f) >= 64 && (wire[1] & 0x7f) < 96;
            wires.add(wire);
            if (rtcp) {
                long ssrc = BigEndian.u32(wire, 4) | 1L << 40;
                long index = BigEndian.u32(wire, wire.length - 4) & 0x7fff_ffffL;
                put(sent.get(which).computeIfAbsent(ssrc, s -> new Sources()), index, wire);
            } else {
                Sources of = sent.get(which).computeIfAbsent(BigEndian.u32(wire, 8), s -> new Sources());
                long index = of.index(BigEndian.u16(wire, 2));
                of.highest = Math.max(of.highest, index);
                put(of, index, wire);
            }
        }

        private static void put(Sources of, long index, byte[] wire) {
            byte[] before = of.byIndex.put(index, wire);
            assertThat(before == null || Arrays.equals(before, wire))
                    .as("index %d protects one packet", index)
                    .isTrue();
        }

        /** Sets other keys, or the same ones again, which must change nothing. */
        void rekey(int which) {
            if (keysUsed[which] == 0 || random.nextBoolean()) {
                keysUsed[which]++;
                sent.get(which).clear();
            }
            byte[] exported = new byte[SrtpKeys.exportedBytes(PROFILE)];
            new Random(1000L * which + keysUsed[which]).nextBytes(exported);
            sessions.get(which).keys(SrtpKeys.split(PROFILE, exported, true), now);
        }

        void step() {
            int which = random.nextInt(2);
            RtpSession session = sessions.get(which);
            List<RtpSendStream> mine = streams.get(which);
            long ssrc = random.nextLong(1, 7);
            RtpSendStream stream = mine.isEmpty() ? null : mine.get(random.nextInt(mine.size()));
            try {
                switch (random.nextInt(20)) {
                    case 0 -> mine.add(session.addSendStream(RtpPair.audio(ssrc, "0")));
                    case 1 ->
                        mine.add(session.addSendStream(RtpPair.video(ssrc, "1").withRtx(ssrc + 3, 97)));
                    case 2 -> mine.add(session.addSendStream(RtpPair.video(ssrc, "1")));
                    case 3, 4 -> session.sendPacket(rtp(ssrc, random.nextInt(4) == 0 ? random.nextInt(0x10000) : 7));
                    case 5 -> {
                        if (random.nextInt(8) == 0) {
                            rekey(which);
                        }
                    }
                    case 6 -> {
                        if (stream != null) {
                            session.stop(stream);
                            mine.remove(stream);
                        }
                    }
                    case 7 -> {
                        if (stream != null && !sessions.get(1 - which).sends(stream.ssrc())) {
                            session.release(stream);
                            mine.remove(stream);
                            move(stream, 1 - which);
                        }
                    }
                    case 8 -> {
                        if (stream != null && stream.config().video()) {
                            session.configure(stream, stream.config().withRtx(4 + random.nextInt(6), 97));
                        }
                    }
                    case 9 -> now += random.nextInt(2_000_000_000);
                    case 10, 11, 12 -> {
                        if (stream != null) {
                            int from = random.nextInt(0x10000);
                            Nack nack = new Nack(9, stream.ssrc(), new int[] {from, from + 1 & 0xffff, 8});
                            stream.nacked(nack, 0, now);
                            nackLast(stream);
                        }
                    }
                    default -> {
                        if (stream != null) {
                            byte[] frame = RtpPair.frame(random.nextInt(), true, random.nextInt(6000));
                            stream.sendFrame(frame, now, false, now);
                        }
                    }
                }
            } catch (SrtpSendException e) {
                refused++;
            } catch (IllegalArgumentException e) {
                // the SSRC is in use
            }
            now += random.nextInt(30_000_000);
            sessions.forEach(s -> s.timeout(now));
            sessions.forEach(s -> {
                while (s.pollEvent() != null) {
                    // discards the events
                }
            });
        }

        private void move(RtpSendStream stream, int to) {
            try {
                sessions.get(to).adopt(stream, stream.config());
                streams.get(to).add(stream);
            } catch (IllegalArgumentException e) {
                stream.abandon();
                throw e;
            }
        }

        private void nackLast(RtpSendStream stream) {
            for (int i = wires.size() - 1; i >= Math.max(0, wires.size() - 20); i--) {
                byte[] wire = wires.get(i);
                if (wire.length > 12 && BigEndian.u32(wire, 8) == stream.ssrc()) {
                    stream.nacked(new Nack(9, stream.ssrc(), new int[] {BigEndian.u16(wire, 2)}), 0, now + 50_000_000);
                }
            }
        }

        private byte[] rtp(long ssrc, int sequence) {
            Packet p = Packet.copyOf(new byte[30]);
            p.put8(0, 0x80).put8(1, 111).put16(2, sequence).put32(8, ssrc).put32(20, random.nextInt());
            return p.toByteArray();
        }
    }

    @Test
    void protectsOnePacketByAnyCalls() {
        Seeds.forEach(40, seed -> {
            Run run = new Run(seed);
            for (int i = 0; i < CALLS; i++) {
                run.step();
            }
            run.sessions.forEach(RtpSession::close);
            assertThat(run.wires.size()).isGreaterThan(100);
            assertThat(run.refused).isPositive();
            assertThat(run.pool.outstanding()).isZero();
        });
    }
}
