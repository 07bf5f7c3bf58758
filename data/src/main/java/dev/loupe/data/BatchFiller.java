package dev.loupe.data;

import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Prepares batches on one thread, with working space of its own.
final class BatchFiller {
  private final Loader loader;
  private final int[] order;
  private final Seed seed;
  private final List<Tensor> stages = new ArrayList<>();
  // The map of a sample beside each of its stages, where maps are to be learned.
  private final List<Tensor> maps = new ArrayList<>();

  BatchFiller(Loader loader, int[] order, Seed seed) {
    this.loader = loader;
    this.order = order;
    this.seed = seed;
    Shape shape = loader.dataset.shape();
    stages.add(Tensor.zeros(shape));
    for (Transform transform : loader.transforms) {
      shape = transform.shape(shape);
      stages.add(Tensor.zeros(shape));
    }
    if (loader.dataset.target() == Target.MAP) {
      stages.forEach(s -> maps.add(Tensor.zeros(s.shape().with(-1, 1))));
    }
  }

  /// A batch with room for its samples.
  static Batch empty(Loader loader) {
    int n = loader.batchSize;
    return new Batch(Tensor.zeros(loader.shape()), Tensor.zeros(loader.target()), new int[n], n);
  }

  /// Fills a batch's arrays.
  ///
  /// @param number of the batch in the epoch
  /// @param stopped asked before every sample; where it says yes the batch is left unfinished
  /// @return the batch over the same arrays, with the right count
  Batch fill(int number, Batch room, BooleanSupplier stopped) {
    int size = loader.batchSize;
    int first = number * size;
    int count = Math.min(size, order.length - first);
    for (int row = 0; row < count; row++) {
      if (stopped.getAsBoolean()) {
        return room;
      }
      int index = order[first + row];
      room.indices()[row] = index;
      room.inputs().item(row).copyFrom(sample(index));
      target(index, room.labels().item(row));
    }
    for (int row = count; row < size; row++) {
      room.inputs().item(row).copyFrom(room.inputs().item(0));
      room.labels().item(row).copyFrom(room.labels().item(0));
    }
    Arrays.fill(room.indices(), count, size, room.indices()[0]);
    return count == room.count()
        ? room
        : new Batch(room.inputs(), room.labels(), room.indices(), count);
  }

  private Tensor sample(int index) {
    loader.dataset.read(index, stages.get(0));
    Seed own = seed.child(index);
    for (int i = 0; i < loader.transforms.size(); i++) {
      loader.transforms.get(i).apply(own.child(i), stages.get(i), stages.get(i + 1));
    }
    return stages.get(stages.size() - 1);
  }

  /// What is to be learned of a sample; a map goes through what its sample went through.
  private void target(int index, Tensor into) {
    if (maps.isEmpty()) {
      loader.dataset.readTarget(index, into);
      return;
    }
    Tensor first = maps.get(0);
    loader.dataset.readTarget(
        index, first.reshape(first.shape().range(0, first.shape().rank() - 1)));
    Seed own = seed.child(index);
    for (int i = 0; i < loader.transforms.size(); i++) {
      loader.transforms.get(i).applyToMap(own.child(i), maps.get(i), maps.get(i + 1));
    }
    into.copyFrom(maps.get(maps.size() - 1));
  }
}
