module.exports = require("../rule.js")(17);
