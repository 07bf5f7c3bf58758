package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.augment.Augmentations;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The example in docs/augmentation.md.
final class AugmentExampleTest {
  @Test
  void theExampleRuns() {
    int rows = 0;
    // EXAMPLE
    Dataset digits = Digits.splits(100, 10).train();
    List<Transform> transforms = Augmentations.parse("crop:2,rotate:10,cutout:6", digits);
    Loader loader = Loader.of(digits, 32).shuffled(Seed.of(1)).transforms(transforms).threads(2);
    try (Epoch epoch = loader.epoch(0)) {
      while (epoch.next()) {
        rows += epoch.batch().count();
      }
    }

    // A picture and the class of each of its pixels: both are moved by the same draw.
    Tensor picture = Tensor.zeros(Shape.of(64, 48, 3));
    Tensor classes = Tensor.zeros(Shape.of(64, 48, 1));
    List<Transform> moves = Augmentations.parse("flip,elastic:2,noise:0:0.1", picture.shape());
    MappedSample varied = new MappedSample(picture, classes).vary(moves, Seed.of(1).child(0));
    // EXAMPLE
    assertThat(rows).isEqualTo(100);
    assertThat(varied.map().shape()).isEqualTo(classes.shape());
  }
}
