package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Turns a dataset into batches, prepared ahead by threads of its own.
///
/// The batches of an epoch are the same, bit for bit, for any number of threads, and come in order:
/// the order of the samples hangs on the seed and the epoch alone, what transforms draw on the
/// seed, the epoch, the sample's index in the dataset and the transform's place in the list.
///
/// ```java
/// Loader loader = Loader.of(train, 64).shuffled(Seed.of(1)).dropLast(true).threads(2);
/// try (Epoch epoch = loader.epoch(0)) {
///   while (epoch.next()) {
///     use(epoch.batch());
///   }
/// }
/// ```
public final class Loader {
  final Dataset dataset;
  final int batchSize;
  final Seed seed;
  private final Order order;
  final boolean dropLast;
  final List<Transform> transforms;
  final int threads;

  private enum Order {
    GIVEN,
    SHUFFLED,
    BALANCED
  }

  private Loader(
      Dataset dataset,
      int batchSize,
      Seed seed,
      Order order,
      boolean dropLast,
      List<Transform> transforms,
      int threads) {
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.seed = seed;
    this.order = order;
    this.dropLast = dropLast;
    this.transforms = List.copyOf(transforms);
    this.threads = threads;
  }

  /// Batches in the dataset's own order, the last one filled up, one thread ahead.
  ///
  /// @throws LoupeException if the batch size is below 1
  public static Loader of(Dataset dataset, int batchSize) {
    if (batchSize < 1) {
      throw LoupeException.of("the batch size is out of range")
          .expected("at least 1")
          .got(String.valueOf(batchSize));
    }
    return new Loader(dataset, batchSize, Seed.of(0), Order.GIVEN, false, List.of(), 1);
  }

  /// The same with another order in each epoch, and with this seed for the transforms.
  public Loader shuffled(Seed from) {
    return new Loader(dataset, batchSize, from, Order.SHUFFLED, dropLast, transforms, threads);
  }

  /// The same with another order in each epoch, in which every class comes as often as any other,
  /// and with this seed for the transforms.
  ///
  /// An epoch is as long as without: samples of small classes come several times, and of large ones
  /// only a part, which changes from epoch to epoch.
  public Loader balanced(Seed from) {
    return new Loader(dataset, batchSize, from, Order.BALANCED, dropLast, transforms, threads);
  }

  /// The same without, or with, a last batch that has fewer samples than the others.
  ///
  /// Where it is kept it is filled up with its first sample; [Batch#count] tells.
  public Loader dropLast(boolean drop) {
    return new Loader(dataset, batchSize, seed, order, drop, transforms, threads);
  }

  /// The same with these changes to every sample, in this order.
  public Loader transforms(List<Transform> list) {
    return new Loader(dataset, batchSize, seed, order, dropLast, list, threads);
  }

  /// The same with so many threads ahead; 0 prepares each batch when it is asked for.
  ///
  /// @throws LoupeException if the number is negative
  public Loader threads(int count) {
    if (count < 0) {
      throw LoupeException.of("the number of loader threads is out of range")
          .expected("0 or more")
          .got(String.valueOf(count));
    }
    return new Loader(dataset, batchSize, seed, order, dropLast, transforms, count);
  }

  /// The shape of a batch's inputs: batch, spatial..., channels.
  public Shape shape() {
    Shape shape = dataset.shape();
    for (Transform transform : transforms) {
      shape = transform.shape(shape);
    }
    return shape.prepend(batchSize);
  }

  /// The shape of a batch's targets: batch, then as [Target#shape] says of what transforms give.
  public Shape target() {
    Shape sample = shape().range(1, shape().rank());
    return dataset.target().shape(sample, dataset.classes().size()).prepend(batchSize);
  }

  /// How many batches an epoch has.
  public int batches() {
    int size = dataset.size();
    return dropLast ? size / batchSize : (int) (((long) size + batchSize - 1) / batchSize);
  }

  /// Starts an epoch.
  ///
  /// @param number tells its order and its variations from other epochs'
  /// @throws LoupeException if there are too few samples for one batch
  public Epoch epoch(long number) {
    return epoch(number, 0);
  }

  /// Starts an epoch in its midst; what lies before is not read.
  ///
  /// @param number tells its order and its variations from other epochs'
  /// @param first the batch that comes first, 0 to [#batches]
  /// @throws LoupeException if there are too few samples for one batch
  /// @throws IllegalArgumentException if the epoch has no such batch
  public Epoch epoch(long number, int first) {
    if (batches() == 0) {
      throw LoupeException.of("the dataset has fewer samples than a batch")
          .expected("at least " + batchSize + " samples")
          .got(String.valueOf(dataset.size()))
          .fix("use a batch size of at most " + dataset.size());
    }
    if (first < 0 || first > batches()) {
      throw new IllegalArgumentException(first + " is not one of " + batches() + " batches");
    }
    Seed own = seed.child("order").child(number);
    int[] samples =
        switch (order) {
          case GIVEN -> IntStream.range(0, dataset.size()).toArray();
          case SHUFFLED -> own.permutation(dataset.size());
          case BALANCED -> balance(own);
        };
    return new Epoch(this, samples, seed.child("transforms").child(number), first);
  }

  /// One sample of each class in turn, the classes' own samples and the whole shuffled.
  private int[] balance(Seed own) {
    Map<Integer, List<Integer>> classes = new TreeMap<>();
    for (int i : own.permutation(dataset.size())) {
      classes.computeIfAbsent(dataset.label(i), label -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> lists = List.copyOf(classes.values());
    int[] mixed = own.child("mixed").permutation(dataset.size());
    int[] samples = new int[dataset.size()];
    for (int i = 0; i < samples.length; i++) {
      List<Integer> list = lists.get(i % lists.size());
      samples[mixed[i]] = list.get(i / lists.size() % list.size());
    }
    return samples;
  }
}
