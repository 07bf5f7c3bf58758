package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loupe.data.image.Colour;
import dev.loupe.data.image.Filter;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.ImageFile;
import dev.loupe.data.image.ResizeMode;
import dev.loupe.data.image.Resized;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Target;
import dev.loupe.explain.method.GradCam;
import dev.loupe.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A photograph of a dog, a bicycle and a car, and SqueezeNet as Caffe trained it.
final class ExplainPhotoTest {
  private static final int SEEN = 227;
  private static final int WHOLE = 256;
  private static final float[] MEANS = {104, 117, 123};

  @Test
  void theMapOfADogIsOnTheDogAndThatOfABicycleIsNot() {
    Lens lens = OnnxModels.read(shared("squeezenet-imagenet/model.onnx"), Optional.empty()).lens();
    Tensor sample = sample(shared("photos/dog_bike_car.jpg"));
    int malamute = 249;
    int tandem = 444;
    int mountainBike = 671;
    assertThat(onTheDog(lens, sample, malamute)).isGreaterThan(0.6);
    assertThat(onTheDog(lens, sample, tandem)).isLessThan(0.25);
    assertThat(onTheDog(lens, sample, mountainBike)).isLessThan(0.25);
  }

  /// How much of a map lies between x 100 to 340 and y 200 to 560 of the 768 x 576 pixels: 26 % of
  /// what the network sees.
  private static double onTheDog(Lens lens, Tensor sample, int index) {
    Tensor map = GradCam.USUAL.explain(lens, sample, new Target.Output(index)).map();
    double inside = 0;
    double all = 0;
    double edge = (WHOLE - SEEN) / 2.0;
    for (int i = 0; i < map.length(); i++) {
      double x = (i % SEEN + edge + 0.5) * 768 / WHOLE;
      int row = i / SEEN;
      double y = (row + edge + 0.5) * 576 / WHOLE;
      all += map.get(i);
      inside += x >= 100 && x <= 340 && y >= 200 && y <= 560 ? map.get(i) : 0;
    }
    return inside / all;
  }

  private static Tensor sample(Path photo) {
    Preprocessing.Pictures how =
        new Preprocessing.Pictures(
            Colour.BGR, ResizeMode.SQUASH, Filter.BILINEAR, Optional.of(new Resized(WHOLE, WHOLE)));
    Image image = how.apply(ImageFile.read(photo, Colour.BGR), SEEN, SEEN);
    Tensor sample = image.toTensor();
    for (int i = 0; i < sample.length(); i++) {
      sample.set(i, sample.get(i) * 255 - MEANS[i % 3]);
    }
    return sample;
  }

  /// A file below `shared/data` above this folder; the test is skipped without it.
  private static Path shared(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/data").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    assumeTrue(false, "skipped: there is no shared/data/" + name + " above this folder");
    throw new AssertionError();
  }
}
