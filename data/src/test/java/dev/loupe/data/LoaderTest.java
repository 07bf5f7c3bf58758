package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LoaderTest {
  private static final Fixtures.Ramp RAMP = new Fixtures.Ramp(23, 5, 3);

  /// Adds noise, and makes samples longer, so that shapes change on the way.
  private record Noise(int extra) implements Transform {
    @Override
    public Shape shape(Shape input) {
      return input.with(0, input.size(0) + extra);
    }

    @Override
    public void apply(Seed seed, Tensor input, Tensor output) {
      for (int i = 0; i < output.length(); i++) {
        output.set(i, (i < input.length() ? input.get(i) : 0) + seed.uniform(i));
      }
    }
  }

  private static List<String> epoch(Loader loader, long number) {
    return epoch(loader, number, 0);
  }

  private static List<String> epoch(Loader loader, long number, int first) {
    List<String> batches = new ArrayList<>();
    try (Epoch epoch = loader.epoch(number, first)) {
      while (epoch.next()) {
        Batch b = epoch.batch();
        batches.add(
            Arrays.toString(b.inputs().toArray())
                + Arrays.toString(b.labels().toArray())
                + Arrays.toString(b.indices())
                + b.count());
      }
    }
    return batches;
  }

  @Test
  void givesTheSameBitsForAnyNumberOfThreads() {
    for (boolean drop : new boolean[] {false, true}) {
      Loader loader =
          Loader.of(RAMP, 4)
              .shuffled(Seed.of(7))
              .dropLast(drop)
              .transforms(List.of(new Noise(2), new RandomShift(1), new Noise(0)));
      assertThat(loader.shape()).isEqualTo(Shape.of(4, 7, 1));
      assertThat(loader.batches()).isEqualTo(drop ? 5 : 6);
      List<String> expected = epoch(loader.threads(0), 3);
      assertThat(expected).hasSize(drop ? 5 : 6).doesNotHaveDuplicates();
      for (int threads : new int[] {1, 2, 3, 9}) {
        assertThat(epoch(loader.threads(threads), 3)).isEqualTo(expected);
      }
      assertThat(epoch(loader, 4)).isNotEqualTo(expected);
      assertThat(epoch(loader.shuffled(Seed.of(8)), 3)).isNotEqualTo(expected);
    }
  }

  @Test
  void beginsInTheMidstOfAnEpoch() {
    Loader loader = Loader.of(RAMP, 4).shuffled(Seed.of(7)).transforms(List.of(new Noise(0)));
    List<String> whole = epoch(loader, 3, 0);
    assertThat(whole).isEqualTo(epoch(loader, 3)).hasSize(6);
    for (int threads : new int[] {0, 1, 2, 9}) {
      for (int first = 0; first <= 6; first++) {
        assertThat(epoch(loader.threads(threads), 3, first)).isEqualTo(whole.subList(first, 6));
      }
    }
    assertThatThrownBy(() -> loader.epoch(3, 7)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> loader.epoch(3, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void drawsWhatHangsOnTheSampleNotOnItsPlace() {
    Loader loader = Loader.of(RAMP, 1).shuffled(Seed.of(1)).transforms(List.of(new Noise(0)));
    float[] first = new float[23];
    Seed seed = Seed.of(1).child("transforms").child(5);
    try (Epoch epoch = loader.epoch(5)) {
      while (epoch.next()) {
        int index = epoch.batch().indices()[0];
        first[index] = epoch.batch().inputs().get(0);
      }
    }
    for (int i = 0; i < 23; i++) {
      assertThat(first[i]).isEqualTo(100 * i + seed.child(i).child(0).uniform(0));
    }
  }

  @Test
  void visitsEverySampleOnce() {
    List<Integer> seen = new ArrayList<>();
    try (Epoch epoch = Loader.of(RAMP, 5).shuffled(Seed.of(2)).threads(2).epoch(0)) {
      while (epoch.next()) {
        Batch batch = epoch.batch();
        for (int row = 0; row < batch.count(); row++) {
          int index = batch.indices()[row];
          seen.add(index);
          assertThat(batch.labels().get(row)).isEqualTo(index % 3);
          assertThat(batch.inputs().item(row).get(4)).isEqualTo(100f * index + 4);
        }
      }
    }
    assertThat(seen)
        .hasSize(23)
        .doesNotHaveDuplicates()
        .isNotEqualTo(seen.stream().sorted().toList());
  }

  @Test
  void fillsTheLastBatchWithItsFirstSample() {
    try (Epoch epoch = Loader.of(RAMP, 10).epoch(0)) {
      assertThat(epoch.next()).isTrue();
      assertThat(epoch.batch().count()).isEqualTo(10);
      assertThat(epoch.next()).isTrue();
      assertThat(epoch.next()).isTrue();
      Batch last = epoch.batch();
      assertThat(last.count()).isEqualTo(3);
      assertThat(last.indices()).containsExactly(20, 21, 22, 20, 20, 20, 20, 20, 20, 20);
      for (int row = 3; row < 10; row++) {
        assertThat(last.inputs().item(row)).isEqualTo(last.inputs().item(0));
        assertThat(last.labels().get(row)).isEqualTo(2);
      }
      assertThat(epoch.next()).isFalse();
      assertThrows(IllegalStateException.class, epoch::batch);
    }
  }

  /// Fails at one sample, counts reads, and can hold them up.
  private static final class Trap implements Dataset {
    final Fixtures.Ramp ramp = new Fixtures.Ramp(1000, 1, 2);
    final AtomicInteger reads = new AtomicInteger();
    final Throwable failure;
    final int at;

    Trap(int at, Throwable failure) {
      this.at = at;
      this.failure = failure;
    }

    @Override
    public int size() {
      return ramp.size();
    }

    @Override
    public Shape shape() {
      return ramp.shape();
    }

    @Override
    public List<String> classes() {
      return ramp.classes();
    }

    @Override
    public int label(int index) {
      return ramp.label(index);
    }

    @Override
    public void read(int index, Tensor into) {
      reads.incrementAndGet();
      if (index == at) {
        switch (failure) {
          case RuntimeException e -> throw e;
          case Error e -> throw e;
          default -> throw new AssertionError(failure);
        }
      }
      ramp.read(index, into);
    }

    @Override
    public Card card() {
      return ramp.card();
    }
  }

  @Test
  void passesExceptionsOnAsTheyAre() {
    for (Throwable failure :
        new Throwable[] {new IllegalArgumentException("here"), new StackOverflowError("there")}) {
      for (int threads = 0; threads <= 3; threads++) {
        try (Epoch epoch = Loader.of(new Trap(25, failure), 10).threads(threads).epoch(0)) {
          assertThat(epoch.next()).isTrue();
          assertThat(epoch.next()).isTrue();
          assertThat(epoch.batch().indices()[9]).isEqualTo(19);
          assertThat(assertThrows(failure.getClass(), epoch::next)).isSameAs(failure);
        }
        assertThat(loaderThreads()).isEmpty();
      }
    }
  }

  @Test
  void endsItsThreadsWhenClosedEarly() {
    Trap dataset = new Trap(-1, new IllegalStateException());
    for (int taken = 0; taken < 3; taken++) {
      Epoch epoch = Loader.of(dataset, 2).threads(3).epoch(0);
      for (int i = 0; i < taken; i++) {
        assertThat(epoch.next()).isTrue();
      }
      assertThat(loaderThreads()).hasSize(3).allMatch(Thread::isDaemon);
      epoch.close();
      assertThat(loaderThreads()).isEmpty();
      assertThat(assertThrows(IllegalStateException.class, epoch::next))
          .hasMessage("the epoch is closed");
      epoch.close();
    }
  }

  @Test
  void readsAheadOnlySoFar() throws InterruptedException {
    Trap dataset = new Trap(-1, new IllegalStateException());
    try (Epoch epoch = Loader.of(dataset, 10).threads(2).epoch(0)) {
      // Four places in the ring: after the first batch is taken, none is free before the next call.
      awaitReads(dataset, 40);
      assertThat(epoch.next()).isTrue();
      Thread.sleep(30);
      assertThat(dataset.reads.get()).isEqualTo(40);
      assertThat(epoch.batch().indices()[0]).isZero();
      assertThat(epoch.next()).isTrue();
      awaitReads(dataset, 50);
      Thread.sleep(30);
      assertThat(dataset.reads.get()).isEqualTo(50);
      assertThat(epoch.batch().indices()[0]).isEqualTo(10);
    }
  }

  private static void awaitReads(Trap dataset, int reads) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (dataset.reads.get() < reads && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    assertThat(dataset.reads.get()).isEqualTo(reads);
  }

  @Test
  void keepsAnInterruptOfTheCaller() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    boolean[] kept = new boolean[1];
    Thread caller =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              int batches = epoch(Loader.of(RAMP, 4).threads(2), 0).size();
              kept[0] = batches == 6 && Thread.currentThread().isInterrupted();
              done.countDown();
            });
    caller.start();
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(kept[0]).isTrue();
  }

  @Test
  void refusesWhatCannotWork() {
    assertThat(Fixtures.error(() -> Loader.of(RAMP, 0)))
        .isEqualTo("the batch size is out of range\n  expected: at least 1\n  got: 0");
    assertThat(Fixtures.error(() -> Loader.of(RAMP, 1).threads(-1)))
        .isEqualTo(
            "the number of loader threads is out of range\n  expected: 0 or more\n  got: -1");
    assertThat(Fixtures.error(() -> Loader.of(RAMP, 24).dropLast(true).epoch(0).close()))
        .isEqualTo(
            "the dataset has fewer samples than a batch\n  expected: at least 24 samples\n"
                + "  got: 23\n  fix: use a batch size of at most 23");
  }

  private static List<Thread> loaderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("loupe-loader-"))
        .toList();
  }

  @Test
  void balancedEpochsHaveAllClassesEquallyOften() {
    Dataset uneven = new Fixtures.Ramp(40, 5, 3);
    Set<Integer> met = new TreeSet<>();
    for (long number = 0; number < 2; number++) {
      int[] counts = new int[5];
      try (Epoch epoch = Loader.of(uneven, 4).balanced(Seed.of(3)).epoch(number)) {
        while (epoch.next()) {
          for (int i = 0; i < 4; i++) {
            counts[(int) epoch.batch().labels().get(i)]++;
            met.add(epoch.batch().indices()[i]);
          }
        }
      }
      int present = (int) Arrays.stream(counts).filter(c -> c > 0).count();
      for (int count : counts) {
        assertThat(count).isIn(0, 40 / present, 40 / present + 1);
      }
    }
    assertThat(met.size()).isGreaterThan(20);
    Loader loader = Loader.of(uneven, 4).balanced(Seed.of(3));
    assertThat(epoch(loader.threads(0), 1)).isEqualTo(epoch(loader.threads(2), 1));
    assertThat(epoch(loader, 1)).isNotEqualTo(epoch(loader, 0));
  }
}
