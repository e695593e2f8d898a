package dev.tierwall.bench;

import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.net.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Set arithmetic on addresses, by the number of blocks: how cost grows shows in the ratios between the rows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AddressSetBenchmark {
    @Param({"10", "100", "1000"})
    private int blocks;

    private List<Cidr> some = List.of();
    private AddressSet left = AddressSet.EMPTY;
    private AddressSet right = AddressSet.EMPTY;

    @Setup
    public void create() {
        SplittableRandom dice = new SplittableRandom(42);
        some = blocks(dice);
        left = AddressSet.of(some, List.of());
        right = AddressSet.of(blocks(dice), List.of());
    }

    @Benchmark
    public AddressSet fromBlocks() {
        return AddressSet.of(some, List.of());
    }

    @Benchmark
    public AddressSet union() {
        return left.union(right);
    }

    @Benchmark
    public AddressSet minus() {
        return left.minus(right);
    }

    private List<Cidr> blocks(SplittableRandom dice) {
        List<Cidr> result = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            Cidr.parse("10.%d.%d.0/24".formatted(dice.nextInt(256), dice.nextInt(256)))
                    .ifPresent(result::add);
        }
        return result;
    }
}
