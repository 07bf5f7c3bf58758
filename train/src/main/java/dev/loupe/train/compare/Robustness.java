package dev.loupe.train.compare;

import dev.loupe.data.Card;
import dev.loupe.data.Dataset;
import dev.loupe.data.Target;
import dev.loupe.data.Transform;
import dev.loupe.data.augment.Augmentations;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Test data that is disturbed: the same disturbance of a sample for all models.
final class Robustness {
  private Robustness() {}

  /// The disturbances for samples of a shape, by name, as `--augment` has them: noise of a fifth of
  /// a sample's deviation; pictures blurred by about a pixel, moved by up to a tenth, turned by up
  /// to 20 degrees; signals moved by up to a tenth and scaled; volumes moved and turned.
  static Map<String, String> kinds(Shape shape) {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("noise", "noise:0.2:0.2");
    int least = shape.range(0, shape.rank() - 1).sizes()[0];
    String shift = "shift:" + Math.max(1, least / 10);
    switch (shape.rank()) {
      case 2 -> {
        kinds.put("shift", shift);
        kinds.put("scale", "scale:0.7:1.4");
      }
      case 3 -> {
        kinds.put("blur", "blur:1:1");
        kinds.put("shift", shift);
        kinds.put("rotation", "rotate:20");
      }
      default -> {
        kinds.put("shift", shift);
        kinds.put("rotation", "rotate:20");
      }
    }
    return kinds;
  }

  /// A dataset with each sample changed, always in the same way.
  static Dataset disturbed(Dataset data, String how, long seed) {
    return new Disturbed(
        data, Augmentations.parse(how, data.shape()), Seed.of(seed).child("robustness").child(how));
  }

  private record Disturbed(Dataset data, List<Transform> transforms, Seed seed) implements Dataset {
    @Override
    public int size() {
      return data.size();
    }

    @Override
    public Shape shape() {
      return data.shape();
    }

    @Override
    public List<String> classes() {
      return data.classes();
    }

    @Override
    public Target target() {
      return data.target();
    }

    @Override
    public int label(int index) {
      return data.label(index);
    }

    @Override
    public String group(int index) {
      return data.group(index);
    }

    @Override
    public Card card() {
      return data.card();
    }

    @Override
    public void read(int index, Tensor into) {
      List<Tensor> values = new ArrayList<>();
      values.add(Tensor.zeros(data.shape()));
      data.read(index, values.getLast());
      for (int i = 0; i < transforms.size(); i++) {
        Tensor before = values.getLast();
        Tensor after = Tensor.zeros(transforms.get(i).shape(before.shape()));
        transforms.get(i).apply(seed.child(index).child(i), before, after);
        values.add(after);
      }
      into.copyFrom(values.getLast());
    }
  }
}
