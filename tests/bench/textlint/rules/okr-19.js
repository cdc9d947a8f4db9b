module.exports = require("../rule.js")(19);
