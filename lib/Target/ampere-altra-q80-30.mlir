// Ampere Altra Q80-30 (Arm Neoverse N1), one socket. Peaks are what the cores can issue in a cycle, times the clock.
#sheet = "Ampere Altra 64-Bit Multi-Core Processor data sheet, Q80-30"
#sog = "Arm Neoverse N1 Software Optimization Guide, PJDOC-466751330-6911"
#trm = "Arm Neoverse N1 Core Technical Reference Manual, 100616"
#fma = "Arm Neoverse N1 Software Optimization Guide: two 128-bit FMA pipes"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "ampere-altra-q80-30" = #dlti.target_device_spec<
      "description" = "Ampere Altra Q80-30, 80 cores, Arm Neoverse N1",
      "kind" = "cpu",
      "processor" = "neoverse-n1",
      "cores" = #dlti.map<"count" = 80, "source" = #sheet>,
      "clock" = #dlti.map<"hz" = 3.0e9, "source" = "Ampere Altra data sheet: maximum of all cores">,
      "power" = #dlti.map<"watts" = 210, "source" = #sheet>,
      "rates" = #dlti.map<
        "vector" = #dlti.map<
          f32 = #dlti.map<"ops_per_cycle" = 16, "source" = #fma>,
          f64 = #dlti.map<"ops_per_cycle" = 8, "source" = #fma>,
          f16 = #dlti.map<"ops_per_cycle" = 32, "source" = #fma>,
          (i8) -> i32 = #dlti.map<"ops_per_cycle" = 64, "source" = "Arm Neoverse N1 Software Optimization Guide: SDOT on two 128-bit pipes">>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 65536, "line" = 64, "ways" = 4, "cores" = 1, "source" = #trm,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 32, "source" = "Arm Neoverse N1 Software Optimization Guide: two 128-bit loads in a cycle">>,
        "L2" = #dlti.map<"bytes" = 1048576, "line" = 64, "ways" = 8, "cores" = 1, "source" = #trm>,
        "L3" = #dlti.map<"bytes" = 33554432, "line" = 64, "cores" = 80, "source" = #sheet>,
        "DRAM" = #dlti.map<"bytes" = 4398046511104, "cores" = 80, "source" = #sheet,
          "bandwidth" = #dlti.map<"bytes_per_second" = 204.8e9, "source" = "Ampere Altra data sheet: 8 channels of DDR4-3200, 8 bytes each">>>,
      "links" = #dlti.map<
        "pcie" = #dlti.map<"bytes_per_second" = 31.5e9, "source" = "PCI Express 4.0, 16 lanes of 16 GT/s, 128b/130b encoding">>>>
} {}
