package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.augment.Augmentations;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Maps go where their samples go, and stay maps.
final class MappedSampleTest {
  /// Which parts of the text language move values, by what they work on.
  private static final String MOVES =
      "shift:3 flip flip:0 crop:4 crop:4:reflect resizedcrop:0.3:1 rotate:30 rot90"
          + " affine:20:0.1:0.8:1.2:10 perspective:0.5:1 elastic:2:3 patch:9:11";

  private static final String TONES =
      "jitter:0.4:0.4:0.4:0.1 autocontrast:1 blur:1:2 cutout:4 erase:1 noise:0.1:0.2 scale:0.5:0.6"
          + " freqmask:1:5";

  /// A corner and the rest: classes 1 and 2, and values 0.25 and 0.5 in all channels.
  private static MappedSample corner(Shape shape) {
    Tensor sample = Tensor.zeros(shape);
    Tensor map = Tensor.zeros(shape.with(-1, 1));
    int last = shape.size(shape.rank() - 2);
    int others = map.length() / last;
    for (int i = 0; i < map.length(); i++) {
      map.set(i, i % last < last / 3 && i / last <= others / 3 ? 1 : 2);
      for (int c = 0; c < shape.channels(); c++) {
        sample.set(i * shape.channels() + c, map.get(i) / 4);
      }
    }
    return new MappedSample(sample, map);
  }

  private static List<Transform> read(String text, Shape shape) {
    return Augmentations.parse(text, shape);
  }

  @Test
  void mapsMoveWithPictures() {
    Shape shape = Shape.of(16, 20, 3);
    MappedSample before = corner(shape);
    for (String text : MOVES.split(" ", -1)) {
      follows(text, before);
    }
    for (String text : TONES.split(" ", -1)) {
      MappedSample after = before.vary(read(text, shape), Seed.of(3));
      assertThat(after.map()).as(text).isEqualTo(before.map());
      assertThat(after.sample()).as(text).isNotEqualTo(before.sample());
    }
  }

  @Test
  void mapsMoveWithSignalsAndVolumes() {
    for (String text : "shift:5 flip:0 stretch:0.5:2 patch:17".split(" ", -1)) {
      follows(text, corner(Shape.of(40, 2)));
    }
    for (String text :
        "shift:2 flip:0 flip:2 rotate:20 rot90 affine:20:0.1:0.8:1.2:10 elastic:1:2 patch:4:5:6"
            .split(" ", -1)) {
      follows(text, corner(Shape.of(8, 9, 10, 1)));
    }
  }

  /// Wherever a value is one of a class, or of outside, the map has that class.
  private static void follows(String text, MappedSample before) {
    boolean changed = false;
    int mixed = 0;
    int places = 0;
    for (int seed = 0; seed < 20; seed++) {
      List<Transform> transforms = read(text, before.sample().shape());
      MappedSample after = before.vary(transforms, Seed.of(seed));
      int channels = after.sample().shape().channels();
      changed |= !after.map().equals(before.map());
      for (int i = 0; i < after.map().length(); i++) {
        float value = after.sample().get(i * channels) * 4;
        assertThat(after.map().get(i)).as(text).isIn(0f, 1f, 2f);
        // Nearest and linear see the same where all neighbours are equal.
        if (Math.abs(value - after.map().get(i)) > 1e-5f) {
          mixed++;
        }
        places++;
      }
    }
    assertThat(changed).as(text).isTrue();
    // Only at the border of the corner, and at the edge.
    assertThat(mixed).as(text).isLessThan(places / 2);
  }

  @Test
  void policiesMoveMapsAndLeaveTonesToPictures() {
    Shape shape = Shape.of(16, 16, 3);
    MappedSample before = corner(shape);
    for (String text : List.of("trivial", "randaugment:1:20")) {
      int moved = 0;
      int toned = 0;
      for (int seed = 0; seed < 300; seed++) {
        MappedSample after = before.vary(read(text, shape), Seed.of(seed));
        boolean same = after.map().equals(before.map());
        moved += same ? 0 : 1;
        toned += same && !after.sample().equals(before.sample()) ? 1 : 0;
        for (float value : after.map().toArray()) {
          assertThat(value).isIn(0f, 1f, 2f);
        }
      }
      // 5 of 14 changes move; some of them by nothing that can be seen in a map.
      assertThat(moved).as(text).isBetween(40, 150);
      assertThat(toned).as(text).isGreaterThan(60);
    }
  }

  @Test
  void theSampleIsVariedAsWithoutAMap() {
    Shape shape = Shape.of(16, 20, 3);
    MappedSample before = corner(shape);
    List<Transform> transforms =
        read("crop:4,flip,randaugment:3:15,affine:20:0.1,elastic:2,cutout:4", shape);
    MappedSample after = before.vary(transforms, Seed.of(9));
    Tensor sample = before.sample();
    for (int i = 0; i < transforms.size(); i++) {
      Tensor next = Tensor.zeros(transforms.get(i).shape(sample.shape()));
      transforms.get(i).apply(Seed.of(9).child(i), sample, next);
      sample = next;
    }
    assertThat(after.sample()).isEqualTo(sample);
    assertThat(after.sample()).isNotEqualTo(before.sample());
  }

  @Test
  void whatCanNotFollowIsRefused() {
    assertThatThrownBy(
            () -> new MappedSample(Tensor.zeros(Shape.of(4, 5, 3)), Tensor.zeros(Shape.of(4, 5))))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("expected: 4x5x1");
    MappedSample signal = corner(Shape.of(64, 1));
    for (String text : List.of("spectrogram:16:8", "logmel:100:16:8:4")) {
      assertThatThrownBy(() -> signal.vary(read(text, Shape.of(64, 1)), Seed.of(1)))
          .isInstanceOf(LoupeException.class)
          .hasMessageContaining("a map of classes can't follow");
    }
  }
}
