package dev.plumb.ice.stun;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.base.bytes.Packet;
import java.util.Set;

/** No bytes make the parser throw. */
class StunMessageFuzzTest {
    private static final Integrity KEY = Integrity.ofPassword("VOkJxbRl1RmTxUk/WvJxBt");

    @FuzzTest
    void neverThrows(byte[] bytes) {
        StunMessage m = StunMessage.parse(Packet.copyOf(bytes));
        if (m != null) {
            m.isAuthentic(KEY);
            m.mappedAddress();
            m.errorCode();
            m.username();
            m.priority();
            m.tieBreaker(AttributeType.ICE_CONTROLLED);
            m.unknownRequired(Set.of());
        }
    }
}
