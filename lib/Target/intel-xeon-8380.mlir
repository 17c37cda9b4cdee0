// Intel Xeon Platinum 8380 ("Ice Lake"), one socket. Peaks are what the cores can issue in a cycle, times the clock.
#ark = "Intel ARK, Xeon Platinum 8380, https://ark.intel.com/content/www/us/en/ark/products/212287.html"
#manual = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966, chapter on the Ice Lake microarchitecture"
#fma = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966: two 512-bit FMA units in each core"
#vnni = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966: VPDPBUSD on both 512-bit units, 64 products each"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "intel-xeon-8380" = #dlti.target_device_spec<
      "description" = "Intel Xeon Platinum 8380, 40 cores, Ice Lake, AVX-512",
      "kind" = "cpu",
      "processor" = "icelake-server",
      "cores" = #dlti.map<"count" = 40, "source" = #ark>,
      "clock" = #dlti.map<"hz" = [2.3e9, 3.0e9], "hz_of_one_core" = [2.3e9, 3.4e9], "source" = "Intel ARK: base and maximum turbo; AnandTech, Intel 3rd Gen Xeon Scalable Review, 2021: turbo with all cores; heavy AVX-512 code may run below the base">,
      "power" = #dlti.map<"watts" = 270, "source" = #ark>,
      "rates" = #dlti.map<
        "vector" = #dlti.map<
          f32 = #dlti.map<"ops_per_cycle" = 64, "source" = #fma>,
          f64 = #dlti.map<"ops_per_cycle" = 32, "source" = #fma>,
          (i8) -> i32 = #dlti.map<"ops_per_cycle" = 256, "source" = #vnni>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 49152, "line" = 64, "ways" = 12, "cores" = 1, "source" = #manual,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 128, "source" = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966: two 64-byte loads in a cycle">>,
        "L2" = #dlti.map<"bytes" = 1310720, "line" = 64, "ways" = 20, "cores" = 1, "source" = "Intel, 3rd Gen Xeon Scalable processors: 1.25 MB of L2 for each core, 20 ways",
          "bandwidth" = #dlti.map<"bytes_per_cycle" = [48, 64], "source" = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966, Ice Lake: sustained and peak bandwidth of the L2">>,
        "L3" = #dlti.map<"bytes" = 62914560, "line" = 64, "ways" = 12, "cores" = 40, "source" = "Intel ARK: 60 MB; 1.5 MB for each core, 12 ways">,
        "DRAM" = #dlti.map<"bytes" = 6597069766656, "cores" = 40, "source" = #ark,
          "bandwidth" = #dlti.map<"bytes_per_second" = 204.8e9, "source" = "Intel ARK: 8 channels of DDR4-3200, 8 bytes each">>>,
      "links" = #dlti.map<
        "pcie" = #dlti.map<"bytes_per_second" = 31.5e9, "source" = "PCI Express 4.0, 16 lanes of 16 GT/s, 128b/130b encoding">>>>
} {}
