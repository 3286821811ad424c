package dev.plumb.rtp.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.rtp.packet.HeaderExtensionIds;
import dev.plumb.rtp.rtcp.Bye;
import dev.plumb.testkit.Growth;
import dev.plumb.testkit.SimClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Tests that what a peer sends, or announces in a description, costs no more because of what is there already. */
class GrowthTest {
    private static RtpSession session() {
        return new RtpSession(
                RtpSessionConfig.of("c"), Packet::release, new PacketPool(), new Random(1), SimClock::wallNanosAt);
    }

    private static void receive(RtpSession session, long ssrc, int payloadType, int sequence) {
        Packet p = Packet.copyOf(new byte[16]);
        p.put8(0, 0x80).put8(1, payloadType).put16(2, sequence).put32(8, ssrc);
        session.receivePlain(p, false, 1_000_000_000L);
    }

    private static ReceiverConfig claims(String mid, int payloadType, List<ReceiverConfig.Encoding> encodings) {
        return new ReceiverConfig(
                mid,
                encodings,
                Map.of(payloadType, ReceiverConfig.Payload.plain(RtpPair.VP8)),
                Map.of(),
                HeaderExtensionIds.NONE,
                true);
    }

    private static int drain(RtpSession session) {
        int count = 0;
        while (session.pollEvent() != null) {
            count++;
        }
        return count;
    }

    @Test
    void keptPacketsAreTriedOnlyForWhoCouldTakeThem() {
        Growth.check("receivers that announce other SSRCs", 500, n -> {
            RtpSession session = session();
            for (int i = 0; i < n; i++) {
                receive(session, 100_000 + i, 96, i);
            }
            return () -> {
                for (int i = 0; i < n; i++) {
                    session.addReceiver(
                            claims("" + i, 96, List.of(new ReceiverConfig.Encoding(i, -1, ""))), 1_000_000_000L);
                }
            };
        });
        Growth.check("receivers that take the payload type all together", 500, n -> {
            RtpSession session = session();
            for (int i = 0; i < n; i++) {
                receive(session, 100_000 + i, 97, i);
            }
            return () -> {
                for (int i = 0; i < n; i++) {
                    session.addReceiver(claims("" + i, 96, List.of()), 1_000_000_000L);
                }
            };
        });
        Growth.check("a receiver that announces many SSRCs", 500, n -> {
            RtpSession session = session();
            List<ReceiverConfig.Encoding> encodings = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                receive(session, 100_000 + i, 96, i);
                encodings.add(new ReceiverConfig.Encoding(i, 200_000 + i, "r" + i));
            }
            return () -> session.addReceiver(claims("0", 96, encodings), 1_000_000_000L);
        });
    }

    @Test
    void takesWhatCameBeforeOnce() {
        RtpSession session = session();
        for (int i = 0; i < 1000; i++) {
            receive(session, i % 10, 96, i);
        }
        drain(session);
        session.tap(true);
        RtpReceiver receiver =
                session.addReceiver(claims("0", 96, List.of(new ReceiverConfig.Encoding(3, -1, ""))), 1_000_000_000L);
        assertThat(drain(session)).as("only the packets of the SSRC go through").isEqualTo(100);
        session.replaceReceiver(
                receiver, claims("0", 96, List.of(new ReceiverConfig.Encoding(3, -1, ""))), 1_000_000_000L);
        assertThat(drain(session)).isZero();
        assertThat(receiver.stats().getFirst().packetsReceived()).isEqualTo(100);
    }

    @Test
    void routingCostsTheSameWithManyReceivers() {
        IntFunction<Runnable> routes = n -> {
            RtpSession session = session();
            for (int i = 0; i < n; i++) {
                session.addReceiver(claims("" + i, 96, List.of(new ReceiverConfig.Encoding(-1, -1, "r"))), 1);
            }
            return () -> {
                for (int i = 0; i < n; i++) {
                    receive(session, 100_000 + i, 96, i);
                }
            };
        };
        Growth.check("packets of new SSRCs", 500, routes);
    }

    @Test
    void goodbyesCostTheSameWithManyReceivers() {
        Growth.check("BYE for streams that are there", 300, n -> {
            RtpSession session = session();
            for (int i = 0; i < n; i++) {
                session.addReceiver(claims("" + i, 96, List.of(new ReceiverConfig.Encoding(i, -1, ""))), 1);
                receive(session, i, 96, 1);
            }
            drain(session);
            return () -> {
                for (int i = 0; i + 16 <= n; i += 16) {
                    List<Long> ssrcs = new ArrayList<>();
                    for (int j = 0; j < 16; j++) {
                        ssrcs.add((long) (j % 2 == 0 ? i + j : 500_000 + i + j));
                    }
                    Packet p = Packet.copyOf();
                    new Bye(ssrcs).write(p);
                    session.receivePlain(p, true, 2_000_000_000L);
                }
                drain(session);
            };
        });
    }

    @Test
    void streamsThatCrowdOutOneAnotherCostTheSame() {
        Growth.check("one receiver of ever new SSRCs beside many", 500, n -> {
            RtpSession session = session();
            for (int i = 0; i < n; i++) {
                session.addReceiver(claims("" + i, 96, List.of(new ReceiverConfig.Encoding(i, -1, ""))), 1);
                receive(session, i, 96, 1);
            }
            session.addReceiver(claims("x", 97, List.of()), 1);
            return () -> {
                for (int i = 0; i < n; i++) {
                    receive(session, 1_000_000 + i, 97, 1);
                }
            };
        });
    }
}
