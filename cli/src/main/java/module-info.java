import org.jspecify.annotations.NullMarked;

/** The command line: options, printing, exit codes, logging. */
@NullMarked
@SuppressWarnings("requires-automatic") // JLine is a module by its jar's name alone.
module dev.lockstep.cli {
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires dev.lockstep.core;
  requires info.picocli;
  requires jdk.unsupported;
  requires me.tongfei.progressbar;
  requires org.jline.terminal;
  requires org.slf4j;

  provides ch.qos.logback.classic.spi.Configurator with
      dev.lockstep.cli.QuietLogging;
}
