// The offline page gives way to the page that was asked for as soon as the network is back.
"use strict";

addEventListener("online", () => location.reload());
