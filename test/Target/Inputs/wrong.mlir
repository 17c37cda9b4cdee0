module attributes {dlti.target_system_spec = #dlti.target_system_spec<"x" = #dlti.target_device_spec<
  "description" = "a machine with mistakes", "kind" = "cpu", "cores" = #dlti.map<"count" = -4, "source" = "s">,
  "rates" = #dlti.map<>, "levels" = #dlti.map<"L1" = #dlti.map<"kb" = 32, "bytes" = 32768, "source" = "s">>>>} {}
