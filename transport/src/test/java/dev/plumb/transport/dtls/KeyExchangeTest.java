package dev.plumb.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyExchangeTest {
    @ParameterizedTest
    @EnumSource(NamedGroup.class)
    void bothSidesAgree(NamedGroup group) {
        for (long seed = 0; seed < 30; seed++) {
            KeyExchange a = KeyExchange.generate(group, Seeds.secureRandom(seed));
            KeyExchange b = KeyExchange.generate(group, Seeds.secureRandom(seed + 1000));
            assertThat(a.agree(b.publicBytes())).hasSize(32).isEqualTo(b.agree(a.publicBytes()));
        }
    }

    @ParameterizedTest
    @EnumSource(NamedGroup.class)
    void refusesPointsThatAreNone(NamedGroup group) {
        KeyExchange ours = KeyExchange.generate(group, Seeds.secureRandom(1));
        byte[] theirs = KeyExchange.generate(group, Seeds.secureRandom(2)).publicBytes();
        assertThat(ours.agree(new byte[theirs.length])).isNull();
        assertThat(ours.agree(new byte[0])).isNull();
        assertThat(ours.agree(new byte[theirs.length + 1])).isNull();
        if (group == NamedGroup.SECP256R1) {
            byte[] offCurve = theirs.clone();
            offCurve[40] ^= 1;
            assertThat(ours.agree(offCurve)).isNull();
        }
    }
}
