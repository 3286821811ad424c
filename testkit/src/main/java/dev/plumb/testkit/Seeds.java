package dev.plumb.testkit;

import java.security.SecureRandom;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * The source of randomness of simulated tests. A failing test prints its seed: {@code -Dplumb.seed=N} runs that one
 * again, {@code -Dplumb.seeds=N} runs more of them.
 */
public final class Seeds {
    private Seeds() {}

    /**
     * Returns the seeds of a test: {@code plumb.seed} alone where it is set, else the first {@code plumb.seeds} or
     * {@code atLeast}.
     */
    public static LongStream of(int atLeast) {
        Long only = Long.getLong("plumb.seed");
        return only != null ? LongStream.of(only) : LongStream.range(0, Integer.getInteger("plumb.seeds", atLeast));
    }

    /** Runs a test for each of its seeds, naming the seed of one that fails. */
    public static void forEach(int atLeast, SeededTest test) {
        of(atLeast).forEach(seed -> {
            try {
                test.run(seed);
            } catch (Throwable t) {
                throw new AssertionError("fails with -Dplumb.seed=" + seed + ": " + t.getMessage(), t);
            }
        });
    }

    /**
     * Returns a {@link SecureRandom} that returns the same bytes for the same seed. The JDK's key generation honours
     * it.
     */
    public static SecureRandom secureRandom(long seed) {
        return new SeededSecureRandom(seed);
    }

    /** A test that is run with a seed. */
    @FunctionalInterface
    public interface SeededTest {
        /** Runs the test with a seed. */
        void run(long seed) throws Exception;
    }

    private static final class SeededSecureRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final Random random;

        SeededSecureRandom(long seed) {
            random = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        public String getAlgorithm() {
            return "seeded";
        }

        @Override
        public byte[] generateSeed(int numBytes) {
            byte[] seed = new byte[numBytes];
            random.nextBytes(seed);
            return seed;
        }
    }
}
