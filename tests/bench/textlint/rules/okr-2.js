module.exports = require("../rule.js")(2);
