package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Question;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Tensor;
import java.util.Optional;

/// The values of a layer, each times what is above 0 of the target's gradient for it, added over
/// channels: a map that stays sharp in early layers too.
///
/// Source: Jiang et al., LayerCAM, IEEE Transactions on Image Processing 2021, equations 5 to 7.
///
/// @param layer its path; empty for the last one with places
public record LayerCam(String layer) implements Method {
  /// Of the last layer with places.
  public static final LayerCam USUAL = new LayerCam("");

  @Override
  public String name() {
    return "layercam";
  }

  @Override
  public Optional<Question> question(Lens lens) {
    return Optional.of(LayerMap.question(lens, new Target.Output(0), layer));
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    LayerMap m = LayerMap.of(lens, sample, target, layer);
    Tensor map = Tensor.zeros(Maps.places(m.layer().shape()));
    for (int i = 0; i < map.length(); i++) {
      double sum = 0;
      for (int c = 0; c < m.channels(); c++) {
        sum += (double) Math.max(0, m.gradient(i, c)) * m.value(i, c);
      }
      map.set(i, (float) Math.max(0, sum));
    }
    return m.attribution(this, sample, target, map);
  }
}
