package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// A Java process for one measurement, as a training has one.
///
/// In the tests' own process kernels have met many shapes before, and what the JIT makes of them
/// then is not what it makes of a training.
final class OwnProcess {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private OwnProcess() {}

  /// What a program prints; fails if it ends with another status than 0.
  ///
  /// @param options for the JVM
  static String prints(Class<?> main, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed.strip();
  }

  /// The fewest bytes that some runs in a row allocate on this thread, within a minute.
  ///
  /// The JIT compiles away the last allocations of the vector kernels within some thousand runs; on
  /// a busy machine it takes its time.
  ///
  /// @param runs how many in a row
  static long leastBytes(int runs, IntConsumer run) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (least > 0 && System.nanoTime() < end) {
      long start = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < runs; i++) {
        run.accept(i);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - start);
    }
    return least;
  }
}
