package dev.lockstep.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Makes the bytes of a line, in UTF-8 whatever the locale, of each logged event. */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
  /**
   * The message under which a {@link RunEvent} is logged, as the only argument; without a place for
   * it, since logback would fill that with each event's {@code toString} for nothing.
   */
  static final String EVENT = "event";

  private static final byte[] NOTHING = {};

  private final EventFormat format;

  LineEncoder(EventFormat format) {
    this.format = format;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Object[] arguments = event.getArgumentArray();
    String line =
        arguments != null && arguments.length == 1 && arguments[0] instanceof RunEvent run
            ? format.line(run)
            : LineFormat.harmless(event.getFormattedMessage());
    return (line + '\n').getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
