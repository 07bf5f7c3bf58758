package dev.loupe.explain.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.explain.Lens;
import dev.loupe.explain.hierarchy.EffectiveField;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.tensor.Seed;
import org.junit.jupiter.api.Test;

/// The example of docs/look.md.
class LookExampleTest {
  @Test
  void looksInside() {
    Network network = Models.get("lenet5").network();
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(1)));
    Lens lens = Lens.of(network, parameters, new Parallel(1));
    // LOOK
    FilterBank bank = FilterBank.first(lens);
    EdgeShare share = EdgeShare.of(bank, EdgeShare.draws(bank), Seed.of(1));
    double more = share.share() - share.random();
    EffectiveField field = EffectiveField.of(lens, "4", EffectiveField.SAMPLES, Seed.of(1));
    double seen = field.share();
    // LOOK
    assertThat(more).isBetween(-0.3, 0.3);
    assertThat(seen).isBetween(0.3, 1.0);
  }
}
